def measure(place):
    return []
