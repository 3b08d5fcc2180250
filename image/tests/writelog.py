"""What a card's controller was told, in order: the log of QEMU's blklogwrites (the kernel's dm-log-writes form).

A power cut leaves what was flushed, and of the writes since then any part: the host keeps the rest, a card does not."""

import os
import struct

FLUSH, FUA, DISCARD, MARK = 1, 2, 4, 8
MAGIC = 0x6A736677736872


class Write:
    def __init__(self, at, data, flags, end):
        self.at, self.data, self.flags, self.end = at, data, flags, end


def entries(path):
    """The log's entries so far; "end" is the log's length behind each."""
    with open(path, "rb") as log:
        magic, _, _, sector = struct.unpack("<QQQI", log.read(28))
        assert magic == MAGIC, "this is no log of writes"
        size = os.path.getsize(path)
        at = sector
        while at + sector <= size:
            log.seek(at)
            where, count, flags, length = struct.unpack("<QQQQ", log.read(32))
            has_data = not flags & DISCARD
            end = at + sector + (count * sector if has_data else 0)
            if end > size:
                return
            log.seek(at + sector)
            yield Write(where * sector, log.read(count * sector) if has_data else bytes(min(count * sector, 1 << 24)), flags, end)
            at = end


class Replay:
    """Brings a card's file from moment to moment: what is durable, and what is still on its way."""

    def __init__(self, path):
        self.path = path
        self.file = open(path, "r+b")
        self.pending = []

    def apply(self, write, file=None):
        file = file or self.file
        file.seek(write.at)
        file.write(write.data)

    def accept(self, write):
        # A flush covers what was written before it; its own data, if it has any, is on its way after it.
        if write.flags & FLUSH:
            for earlier in self.pending:
                self.apply(earlier)
            self.pending = []
        if write.data:
            if write.flags & FUA:
                self.apply(write)
            else:
                self.pending.append(write)

    def cut(self, to, chance):
        """A copy as a cut now might leave it: of the pending writes any may be there, in any order, one torn."""
        self.file.flush()
        os.system(f"cp --sparse=always '{self.path}' '{to}'")
        with open(to, "r+b") as copy:
            survivors = [write for write in self.pending if chance.random() < 0.5]
            chance.shuffle(survivors)
            for number, write in enumerate(survivors):
                if number == 0 and len(write.data) > 512:
                    write = Write(write.at, write.data[:512 * chance.randrange(1, len(write.data) // 512)], 0, 0)
                self.apply(write, copy)
        return len(self.pending), len(survivors)

    def close(self):
        self.file.close()
