"""A stand-in for a service: answers /readyz, notes what happens to it, fails on request."""

import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/readyz" else 404)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class Server(HTTPServer):
    allow_reuse_address = True


def main() -> None:
    notes = Path(os.environ["FAKE_NOTES"])
    name = os.environ["FAKE_NAME"]
    with notes.open("a") as file:
        file.write(f"{name} {' '.join(sys.argv[1:]) or 'serve'}\n")
    if sys.argv[1:] == ["migrate"]:
        return
    if "FAKE_FAILS" in os.environ:
        sys.exit(f"{name}: the field key is missing")
    host, _, port = os.environ["FAKE_ADDRESS"].rpartition(":")
    Server((host, int(port)), Ready).serve_forever()


if __name__ == "__main__":
    main()
