"""Several processes that serve at one address (docs/decisions/0020-several-workers.md).

    supervisor   starts them, replaces one that ends, stops them all
    rolling      restarts one after the other
    slot         one of the N: who works there, and who is about to
    process      one worker, as the supervisor has it
    post         what a worker is told at its start
    load         how many connections each of them has: seen by all of them
    folder       where they reach each other
    signals      what the supervisor is told from outside

Nothing here knows the web framework or the async library: those are for the workers (pollapp/server/worker.py).
"""
