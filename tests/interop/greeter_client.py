"""A proxyless gRPC client on C-core: calls a greeter through xDS and counts who answered.

usage: GRPC_XDS_BOOTSTRAP_CONFIG=... greeter_client.py TARGET

For every line "CALLS CONCURRENCY" on standard input it makes that many calls and writes one line of JSON:
{"counts": {name: calls answered by it}, "errors": {message: calls}}. The channel lives as long as the program.
"""

import collections
import json
import sys
import threading

import grpc

METHOD = "/outrigger.test.Greeter/Hello"
DEADLINE_SECONDS = 20


def make_calls(hello, calls, concurrency):
    counts, errors = collections.Counter(), collections.Counter()
    lock, slots, done = threading.Lock(), threading.Semaphore(concurrency), threading.Semaphore(0)

    def finish(future):
        with lock:
            if future.exception() is None:
                counts[future.result().decode()] += 1
            else:
                errors[f"{future.code()}: {future.details()}"] += 1
        slots.release()
        done.release()

    for _ in range(calls):
        slots.acquire()
        hello.future(b"", timeout=DEADLINE_SECONDS, wait_for_ready=True).add_done_callback(finish)
    for _ in range(calls):
        done.acquire()
    return {"counts": counts, "errors": errors}


def main():
    with grpc.insecure_channel(sys.argv[1]) as channel:
        hello = channel.unary_unary(METHOD)
        for line in sys.stdin:
            calls, concurrency = map(int, line.split())
            print(json.dumps(make_calls(hello, calls, concurrency)), flush=True)


main()
