"""The embedded size: the whole suite on one machine, one data folder, one supervisor."""
