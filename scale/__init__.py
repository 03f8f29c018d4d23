"""How cost grows: a model with the coefficients that the bench has measured, and a simulation of one worker. `python -m scale`;
docs/scale.md explains it.

    __main__      options, and what is printed
    measured      the coefficients, from what the bench has written (measured.json, attended.json)
    taken         what the phases of the bench consist of
    fitting       which costs explain them best
    pace          how often something starts that gathers what comes
    scenario      what is assumed of classes
    rooms         which of them a worker has
    model         what a scenario takes, and what runs out first
    simulation    one worker, dot by dot: how long an ack takes as its core fills
"""
