import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "fast", max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("fast"), max_examples=300, derandomize=False)
settings.load_profile("thorough" if os.environ.get("PMARK_CHECK_THOROUGH") else "fast")
