"""The solver's own process: reads a sparse matrix of whole numbers on its input, writes the column of every row.

`python -m housing.matching.kernel`. A process and not a thread, because it must be stopped when somebody cancels, and scipy's
kernel does not look up while it works. It is given numbers only: no ids, no names.
"""

from __future__ import annotations

import resource
import sys
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .table import Graph, Ints

MOST_CPU_SECONDS = 240


def assign(graph: Graph) -> Ints:
    """The column of every row in a cheapest full assignment (Jonker-Volgenant for sparse matrices: exact)."""
    if graph.rows == 0:
        return np.zeros(0, dtype=np.int32)
    matrix = csr_array((graph.costs, graph.indices, graph.starts), shape=(graph.rows, graph.columns))
    row, column = min_weight_full_bipartite_matching(matrix)
    chosen = np.empty(graph.rows, dtype=np.int32)
    chosen[row] = column
    return chosen


def write_graph(graph: Graph, file: BinaryIO) -> None:
    for array in (np.array([graph.columns]), graph.starts, graph.indices, graph.costs):
        np.save(file, array, allow_pickle=False)
    file.seek(0)


def read_graph(file: BinaryIO) -> Graph:
    columns, starts, indices, costs = (np.load(file, allow_pickle=False) for _ in range(4))
    return Graph(by_unit=True, columns=int(columns[0]), starts=starts, indices=indices, costs=costs)


def read_answer(file: BinaryIO) -> NDArray[np.int32]:
    file.seek(0)
    answer: NDArray[np.int32] = np.load(file, allow_pickle=False)
    return answer


def main() -> None:
    """Ends by itself after `MOST_CPU_SECONDS`: whoever started it may have been killed and cannot stop it any more."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    np.save(sys.stdout.buffer, assign(read_graph(sys.stdin.buffer)), allow_pickle=False)


if __name__ == "__main__":
    main()
