"""Let each test process calculate in one thread: imported before whatever brings in numpy.

Several of them share the processors, so threads of one calculation only wait for each other; and
what a study's own process learns is then the same to the last digit.
"""

import os

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
