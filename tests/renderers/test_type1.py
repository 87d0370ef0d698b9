"""The serial numbers of Type 1 fonts."""

from __future__ import annotations

import random

import pytest

from renderers.type1 import decrypt, encrypt, renumbered


@pytest.mark.parametrize("length", [0, 1, 2, 1000, 16383, 16384, 16385, 40000])
def test_what_is_encrypted_can_be_decrypted(length):
    plain = random.Random(length).randbytes(length)
    assert decrypt(encrypt(plain)) == plain


def test_the_cipher_is_the_one_of_the_specification():
    # By hand: 55665 >> 8 = 217; (217 ^ 0 + 55665) * 52845 + 22719 modulo 65536 = 31525, >> 8 = 123.
    key = ((217 + 55665) * 52845 + 22719) % 65536
    assert encrypt(bytes(2)) == bytes([217, key >> 8])


def font(number: int) -> tuple[bytes, int, int]:
    head = b"%%!PS\n/UniqueID %d def\n" % number
    body = encrypt(b"rand/Private /UniqueID %d def /Subrs" % number)
    return head + body + b"0" * 512, len(head), len(body)


def test_both_numbers_of_a_font_are_replaced():
    assert renumbered(*font(4100077), 4100001) == font(4100001)[0]


def test_a_font_without_a_number_stays_as_it_is():
    bare = b"%!PS\n" + encrypt(b"x" * 20)
    assert renumbered(bare, 5, 20, 4100001) == bare
