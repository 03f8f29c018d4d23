"""Names of keys. A session lives in one of BUCKETS buckets, and all keys of a bucket in one slot of a cluster: `{NN}` is its hash tag.

So one script touches all of a session, and one blocking read follows many. Each kind of key ends in a word of its own, so that no
session's id, whatever stands in it, is mistaken for another key.
"""

from zlib import crc32

BUCKETS = 16
CODES = BUCKETS  # one more, in which the codes are
TAGS = (*(f"{{{bucket:02}}}" for bucket in range(BUCKETS)), "{codes}")


def bucket_of(session_id: str) -> int:
    return crc32(session_id.encode("utf-8", "surrogatepass")) % BUCKETS


class Keys:
    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.codes = self.bucket(CODES)  # hash: code → "seconds since 1970, when it was claimed:id of the session"

    def of(self, session_id: str) -> str:
        """What the keys of a session begin with: `:header` (hash), `:log` (stream), `:seen`, `:words` (hashes), `:notes` (stream)."""
        return f"{self.bucket(bucket_of(session_id))}:s:{session_id}"

    def bucket(self, bucket: int) -> str:
        """What the keys of a bucket begin with: `:sessions` (sorted set: ids by when they expire), `:unswept`, `:mark`, `:wake:…`."""
        return f"{self._prefix}:{TAGS[bucket]}"
