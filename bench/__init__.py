"""The bench: our server and others, each on one core, the same class of phones on another; two tables. `make bench`; docs/benchmarks.md
explains it.

Timings are figures to look at, never a test's pass or fail.

    __main__      options, runs, medians
    writing       where the figures go
    targets       what they are to be
    table         what they are
    taking        how long and how large, and the phases that every server goes through
    ours, several, elsewhere   what our server, our server on Redis, and the others go through
    arriving, phases   what is measured, and as figures: acks
    room          a session with its console, its projector and its phones
    prepared      sessions that stand in a data folder before its server starts
    line, deflate one Socket.IO connection over a raw websocket
    pages         what is asked over plain HTTP: opening a session, joining
    servers       how each is started: ours, plain_server, bare_server, and in node/ socketio_server and raw_server
    exporting, folding   one part each
    attended      many classes at once, and what it costs another worker to follow them: for the model of scale, `python -m bench.attended`
    cores         who runs on which core, and how busy it was
"""
