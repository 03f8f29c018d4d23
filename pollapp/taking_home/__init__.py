"""Taking home: from a session's log to a file, in a process of its own, so that no live room waits for a report.

`start` is the server's side, `__main__` the worker, `making` what both it and the shell do: read, fold, report, bytes.
"""
