"""Who of a customer's messages may be handled now."""

from chassis.lanes import GRACE_S, STEP_S, Lanes


def test_a_message_goes_on_when_nobody_waits() -> None:
    lanes = Lanes()

    assert lanes.delay("ann", 1, now=0) == 0


def test_a_later_message_of_the_same_customer_comes_back_after_the_one_that_waits() -> None:
    lanes = Lanes()
    lanes.wait("ann", 1, due=10)

    assert lanes.delay("ann", 2, now=4) == 6 + STEP_S
    assert lanes.delay("bob", 3, now=4) == 0


def test_the_one_that_waits_goes_on_when_it_is_back() -> None:
    lanes = Lanes()
    lanes.wait("ann", 1, due=10)
    lanes.wait("ann", 2, due=10 + STEP_S)

    assert lanes.delay("ann", 1, now=10) == 0
    assert lanes.delay("ann", 2, now=10) > 0


def test_the_lane_is_free_again_when_all_that_waited_are_done() -> None:
    lanes = Lanes()
    lanes.wait("ann", 1, due=10)
    lanes.wait("ann", 2, due=10)

    lanes.leave("ann", 1)
    lanes.leave("ann", 2)
    lanes.leave("ann", 3)

    assert lanes.delay("ann", 4, now=10) == 0
    assert len(lanes) == 0


def test_a_message_that_never_comes_back_does_not_block_its_lane_for_ever() -> None:
    lanes = Lanes()
    lanes.wait("ann", 1, due=10)

    assert lanes.delay("ann", 2, now=10 + GRACE_S - 1) > 0
    assert lanes.delay("ann", 2, now=10 + GRACE_S + 1) == 0


def test_all_is_forgotten_when_sequence_numbers_start_anew() -> None:
    lanes = Lanes()
    lanes.wait("ann", 9, due=10)

    lanes.clear()

    assert lanes.delay("ann", 10, now=0) == 0
