"""A Dask cluster of two processes until it reads a line: `python cluster.py [FOLDER]`. It says its address and pids.

FOLDER: where the second one makes its temporary files.
"""

import sys

from distributed import LocalCluster

if __name__ == "__main__":
    folders = sys.argv[1:]
    with LocalCluster(n_workers=2 - len(folders), threads_per_worker=1, processes=True,
                      dashboard_address=None) as cluster:
        if folders:
            cluster.new_spec["options"]["env"] = {"TMPDIR": folders[0]}
            cluster.scale(2)
            cluster.wait_for_workers(2)
        print(cluster.scheduler_address, *(worker.pid for worker in cluster.workers.values()), flush=True)
        sys.stdin.readline()
