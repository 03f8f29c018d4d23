"""The tests of the domain run in a blink, so that they are run all the time: few examples, the same ones every time.

`HYPOTHESIS_PROFILE=thorough` looks at many more, new ones each time.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "fast", max_examples=50, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", max_examples=4000, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))
