"""The faults that a room may meet, each against the real server, and what became of its dots. `make chaos`; docs/faults.md explains it.

__main__     options, which faults, the exit code
table        a fault's row, what is wanted of it, the printed table
phones       a class that comes back, and its session
lasting      a line that connects again whenever it is lost
outbox       what a phone's taps are kept in until they are answered
patience     how long a phone waits before it tries again
by_polling   the other way to connect
ledger       what the phones were told, held against what the log says
killing      the server is killed at random moments, under load
returning    a whole room behind one address comes back in the same second
power        the power is cut: what had been synced when an ack went out
disk         a disk that is full, read-only, broken or slow
engine_restarts, engine_failover, engine_memory, engine_cut    the Redis that keeps the sessions (engine: a class on one)
cut_line     a network line that can be cut
engine_workers   workers are killed, and replaced one after the other
upgrading    a newer version starts in the middle of a round (another_version: such a one)
trace        the server's system calls, by strace
forgetful    a disk that forgets what was not synced
told         what a server has told people, read off what it sent
"""
