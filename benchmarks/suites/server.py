"""openimr serve: wrk, 200 people at once with a mix of looks and notes, a gigabyte uploaded."""
import asyncio
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unittest

from common import PROGRAM, ROOT

sys.path.insert(0, str(ROOT / "tests/api"))
import house as houses  # noqa: E402

CASE = "/api/v1/cases/CM15-0000001"
READERS = ("coordinator", "medical_director", "compliance", "intake")  # each a session; 50 connections share one
# What people do, and how often: (weight, method, path, body).
MIX = [(30, "GET", CASE, None), (20, "GET", "/api/v1/queues?limit=50", None), (15, "GET", CASE + "/documents", None),
       (15, "GET", CASE + "/documents/d2/pages/1", None), (8, "GET", CASE + "/review", None), (5, "GET", CASE + "/chart", None),
       (4, "POST", CASE + "/search", {"words": "acupuncture"}), (3, "POST", CASE + "/events", {"kind": "noted", "data": {"text": "telephoned"}})]
CONNECTIONS, SECONDS = 200, 30
CASE_PAGE_P99_MS = 50


def quantile(values, share):
    return round(sorted(values)[min(len(values) - 1, int(share * len(values)))] * 1000, 1) if values else None


async def person(port, client, chance, until, times, faults):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(chance.random() * 2)
    weights = [row[0] for row in MIX]
    while time.monotonic() < until:
        _, method, path, body = chance.choices(MIX, weights)[0]
        data = json.dumps(body).encode() if body else b""
        head = (f"{method} {path} HTTP/1.1\r\nHost: bench\r\nCookie: openimr_session={client.cookie}\r\nX-CSRF-Token: {client.csrf}\r\n"
                f"If-Match: *\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n")
        begun = time.perf_counter()
        writer.write(head.encode() + data)
        answer = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(re.search(rb"Content-Length: (\d+)", answer).group(1)))
        times.setdefault(f"{method} {path.replace(CASE, 'case')}", []).append(time.perf_counter() - begun)
        if not answer.startswith(b"HTTP/1.1 200"):
            faults.append(answer[:40].decode())
        await asyncio.sleep(chance.uniform(0.5, 1.5))
    writer.close()


async def crowd(port, clients):
    times, faults, until = {}, [], time.monotonic() + SECONDS
    await asyncio.gather(*(person(port, clients[i % len(clients)], random.Random(i), until, times, faults) for i in range(CONNECTIONS)))
    return times, faults


def wrk(port, path, cookie=None, connections=64):
    command = ["wrk", "-t1", f"-c{connections}", "-d8s", "--latency", f"http://127.0.0.1:{port}{path}"]
    if cookie:
        command[1:1] = ["-H", f"Cookie: openimr_session={cookie}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = {"requests_a_second": round(float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)))}
    for share in ("50%", "99%"):
        found["p" + share[:2]] = re.search(rf"{share}\s+(\S+)", text).group(1)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    found["refused"] = int(wrong.group(1)) if wrong else 0
    return found


def gigabyte(house, client):
    """Seconds and how many MB the server grew."""
    size, sent, peak = 1 << 30, 0, 0
    begun = client.ask("POST", "/api/v1/uploads", headers={"Upload-Length": str(size)})
    before, start, piece = house.memory(), time.perf_counter(), b"\0" * (1 << 20)
    connection = client.open()
    connection.putrequest("PATCH", begun.headers["location"])
    for name, value in (("Cookie", f"openimr_session={client.cookie}"), ("X-CSRF-Token", client.csrf), ("Upload-Offset", "0"),
                        ("Content-Type", "application/offset+octet-stream"), ("Content-Length", str(size))):
        connection.putheader(name, value)
    connection.endheaders()
    while sent < size:
        connection.send(piece)
        sent += len(piece)
        if sent % (32 << 20) == 0:
            peak = max(peak, house.memory())
    status = connection.getresponse().status
    client.ask("DELETE", begun.headers["location"])
    return {"status": status, "seconds": round(time.perf_counter() - start, 2), "grew_mb": round((max(peak, house.memory()) - before) / 1024, 1)}


def fetched(folder):
    """The program schemathesis: the one that is here, else from the Python package index into an environment of its own; or why there is none."""
    if here := os.environ.get("OPENIMR_SCHEMATHESIS") or shutil.which("schemathesis"):
        return here, None
    program = folder / "bin/schemathesis"
    if program.exists():
        return str(program), None
    try:
        for command in ([sys.executable, "-m", "venv", str(folder)], [str(folder / "bin/pip"), "install", "--quiet", "schemathesis>=4,<5"]):
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, OSError) as why:
        said = (getattr(why, "stderr", None) or str(why)).strip().splitlines()
        return None, said[-1] if said else "no reason told"
    return str(program), None


def schemathesis():
    """What it finds against the OpenAPI document, by the test that runs it."""
    program, why = fetched(ROOT / "build/peers/schemathesis")
    if not program:
        return {"skipped": f"schemathesis could not be fetched: {why}"}
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    os.environ["OPENIMR_SCHEMATHESIS"] = program
    import schemathesis_test
    schemathesis_test.PROGRAM, houses.PROGRAM = program, PROGRAM
    begun = time.perf_counter()
    found = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromName("schemathesis_test.Schemathesis.test_it_finds_nothing").run(found)
    faults = [text for _, text in found.failures + found.errors + found.skipped]
    return {"version": version, "seconds": round(time.perf_counter() - begun, 1), "finds_nothing": not faults, "faults": faults}


def run(peers):
    folder = tempfile.mkdtemp(prefix="openimr-bench-")
    house = houses.House("--requests-a-second", 1000000, program=PROGRAM)
    try:
        clients = [house.client(role) for role in READERS]
        for client in clients:
            assert client.get(CASE + "/review").status == 200
        result = {"wrk_64": {"health": wrk(house.port, "/health"), "case": wrk(house.port, CASE, clients[0].cookie),
                             "page_of_a_document": wrk(house.port, CASE + "/documents/d2/pages/1", clients[0].cookie)}}
        times, faults = asyncio.run(crowd(house.port, clients))
        result["people"] = {"connections": CONNECTIONS, "sessions": len(clients), "seconds": SECONDS,
                            "requests": sum(map(len, times.values())), "faults": len(faults),
                            "ms": {name: {"n": len(one), "p50": round(statistics.median(one) * 1000, 1), "p99": quantile(one, 0.99)}
                                   for name, one in sorted(times.items())},
                            "resident_mb": round(house.memory() / 1024)}
        result["gigabyte"] = gigabyte(house, clients[0])
        result["failed"] = []
        if peers:
            result["schemathesis"] = schemathesis()
            if result["schemathesis"].get("faults"):
                result["failed"].append("server: schemathesis found faults; tests/api/schemathesis_test.py names them")
        slowest = result["people"]["ms"]["GET case"]["p99"]
        if slowest > CASE_PAGE_P99_MS:
            result["failed"].append(f"server: the case page takes {slowest} ms at p99, wanted at most {CASE_PAGE_P99_MS}")
        if faults:
            result["failed"].append(f"server: {len(faults)} requests of 200 people were refused, the first with {faults[0]}")
        return result
    finally:
        house.remove()
        shutil.rmtree(folder, ignore_errors=True)
