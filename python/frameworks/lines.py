import json


def lines_of(path):
    """What is in a metrics file."""
    return [json.loads(line) for line in path.read_text().splitlines()]
