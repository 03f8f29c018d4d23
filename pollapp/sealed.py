"""A secret on the shelf, so that whoever reads a Redis, its files or a copy of them learns nothing from it.

It is XORed with HMAC-SHA256(key, a random nonce): a pseudo-random function makes a pad that is used once, and whoever has not the key
cannot tell it from noise. Nothing proves that nobody has changed it: whoever opens one compares with a hash.
"""

import hashlib
import hmac
import secrets

LONGEST = hashlib.sha256().digest_size  # bytes: one pad
_NONCE = 16  # bytes


def seal(secret: str, key: str) -> str:
    """The secret, of up to LONGEST bytes, as hexadecimal digits. `key`: 128 random bits or more. Raises ValueError for a longer one."""
    plain, nonce = secret.encode(), secrets.token_bytes(_NONCE)
    if len(plain) > LONGEST:
        raise ValueError(f"no more than {LONGEST} bytes can be sealed")
    return (nonce + _padded(plain, key, nonce)).hex()


def unseal(sealed: str, key: str) -> str:
    """The secret again. Raises ValueError where this is none that was sealed with this key (mostly: see above)."""
    both = bytes.fromhex(sealed)
    return _padded(both[_NONCE:], key, both[:_NONCE]).decode()


def _padded(text: bytes, key: str, nonce: bytes) -> bytes:
    pad = hmac.digest(key.encode(), b"sealed" + nonce, "sha256")
    return bytes(one ^ other for one, other in zip(text, pad, strict=False))
