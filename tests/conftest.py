from hypothesis import settings

# Speed is measured in benchmarks, not by tests that fail on a busy machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
