"""How long a live mask of the demo takes, from the request to its outline: python3 live_masks.py ADDRESS IMAGE [ROUNDS]

ADDRESS is what the demo prints. Each round is a box and four clicks; the first round is not counted.
"""

import json
import random
import statistics
import sys
import time
import urllib.request


def post(address, body):
    request = urllib.request.Request(address, data=body, method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or "null")


def ask(address, message):
    return post(address, json.dumps(message).encode())


def main(address, image, rounds=20):
    name = image.split("/")[-1]
    with open(image, "rb") as file:
        shown = post(f"{address}api/images?name={name}", file.read())
    model = json.loads(urllib.request.urlopen(address + "api/state").read())["models"][-1]
    own = f"{address}api/images/{shown['id']}"
    start = time.perf_counter()
    while ask(own + "/encoding", {"model": model["id"]})["state"] != "ready":
        time.sleep(0.005)
    print(f"{model['name']}, {shown['width']} x {shown['height']} pixels: encoded in {time.perf_counter() - start:.2f} s")
    random.seed(0)
    width, height = shown["width"], shown["height"]
    times = []
    for number in range(rounds + 1):
        box = [width * 0.1, height * 0.1, width * random.uniform(0.6, 0.95), height * random.uniform(0.6, 0.95)]
        points = []
        for _ in range(5):
            start = time.perf_counter()
            ask(own + "/masks", {"model": model["id"], "objects": [{"box": box, "points": points, "label": ""}]})
            if number > 0:
                times.append((time.perf_counter() - start) * 1000)
            points = points + [
                {"x": random.uniform(0, width), "y": random.uniform(0, height), "on": random.random() < 0.5}
            ]
    times.sort()
    print(
        f"{len(times)} masks: median {statistics.median(times):.0f} ms, 95 % within {times[int(len(times) * 0.95)]:.0f} ms,"
        f" longest {times[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
