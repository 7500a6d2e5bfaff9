from __future__ import annotations

import threading

from coach.sense.mailbox import Mailbox


def test_an_empty_mailbox_gives_nothing() -> None:
    assert Mailbox[int]().take() is None


def test_only_the_newest_value_is_kept_and_given_once() -> None:
    mailbox = Mailbox[int]()
    for value in (1, 2, 3):
        mailbox.put(value)
    assert mailbox.take() == 3
    assert mailbox.take() is None
    mailbox.put(0)
    assert mailbox.take() == 0


def test_a_reader_on_another_thread_sees_values_in_order_and_the_last_one() -> None:
    mailbox = Mailbox[int]()
    last = 20_000
    seen: list[int] = []

    def read() -> None:
        while not seen or seen[-1] != last:
            value = mailbox.take()
            if value is not None:
                seen.append(value)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    for value in range(1, last + 1):
        mailbox.put(value)
    reader.join(20)
    assert seen[-1] == last
    assert seen == sorted(set(seen))
