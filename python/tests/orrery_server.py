"""A real Orrery, of its own store and ports."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

ORRERY = os.environ.get("ORRERY_BIN") or str(pathlib.Path(__file__).resolve().parents[2] / "bin" / "orrery")


class OrreryServer:
    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp()
        ports = [str(_free_port()) for _ in range(4)]
        names = ("MLFLOW_PORT", "OPTUNA_PORT", "ORRERY_PORT", "OPTUNA_GRPC_PORT")
        env = {**os.environ, **dict(zip(names, ports)), "ORRERY_STORE": os.path.join(self.folder, "store")}
        self._output = open(os.path.join(self.folder, "output"), "w+b")
        self._process = subprocess.Popen(
            [ORRERY, "server"], cwd=self.folder, env=env, stdout=self._output, stderr=subprocess.STDOUT
        )
        self.url = "http://127.0.0.1:" + ports[1]
        while not self._is_up():
            if self._process.poll() is not None:
                self._output.seek(0)
                raise RuntimeError(self._output.read().decode())
            time.sleep(0.1)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._output.close()
        shutil.rmtree(self.folder)

    def _is_up(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "/health"):
                return True
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
