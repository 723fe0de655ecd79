"""FAISS IndexFlatIP and a plain matrix product, both on OpenBLAS with one thread.

Answers each line {"contender", "templates", "batch", "calls"} on standard input with {"seconds"}: the processor time of one
call, taken over so many calls. The files hold float32 rows; the paths are the arguments.
"""
import json
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
import faiss  # noqa: E402
import numpy as np  # noqa: E402

gallery_file, probes_file, dimension, neighbours = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
gallery = np.memmap(gallery_file, dtype=np.float32, mode="r").reshape(-1, dimension)
probes = np.fromfile(probes_file, dtype=np.float32).reshape(-1, dimension)
faiss.omp_set_num_threads(1)
with open("/proc/self/maps") as maps:
    if "openblas" not in maps.read():
        sys.exit("NumPy and FAISS run on another BLAS than OpenBLAS: install libopenblas0-pthread and make it the default (update-alternatives).")

index, indexed = None, 0
for line in sys.stdin:
    asked = json.loads(line)
    templates, batch = asked["templates"], probes[: asked["batch"]]
    if asked["contender"] == "faiss":
        if indexed != templates:
            index, indexed = faiss.IndexFlatIP(dimension), templates
            for start in range(0, templates, 65536):
                index.add(np.ascontiguousarray(gallery[start : min(start + 65536, templates)]))
        call = lambda: index.search(batch, neighbours)  # noqa: E731
    else:
        rows = gallery[:templates]
        call = (lambda: rows @ batch[0]) if len(batch) == 1 else (lambda: rows @ batch.T)  # noqa: E731
    start = time.process_time()
    for _ in range(asked["calls"]):
        call()
    print(json.dumps({"seconds": (time.process_time() - start) / asked["calls"]}), flush=True)
