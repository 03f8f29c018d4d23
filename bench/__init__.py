"""The bench: a real server on one core, a class of phones on another, one table. `make bench`; docs/benchmarks.md explains it.

Timings are figures to look at, never a test's pass or fail.

    __main__     options, runs, medians
    cores        who runs on which core, and how busy it was
    pages        what is asked over plain HTTP: opening a session, joining
    line         one Socket.IO connection over a raw websocket
    room         a session with its console, its projector and its phones
    bare_server  the same parts without a product, for comparison
    phases       what is measured
    table        the rows, and the reference figures beside them
"""
