# SPDX-License-Identifier: Apache-2.0
"""A class travels with its instances: it is written in one interpreter and its method is called in another.

usage: pso travelling_class.py
"""

import shared_objects as so


def describe_parcel():
    """Runs in a worker interpreter, where no class Parcel was ever written or imported."""
    assert "Parcel" not in globals()
    parcel = so.root["parcel"]
    parcel.add_stamp("worker")
    return f"{type(parcel).__name__}: {parcel.label()}"


if __name__ == "__main__":

    @so.shared
    class Parcel:
        address: str
        grams: int

        def __init__(self, address, grams):
            self.address = address
            self.grams = grams
            self.stamps = []

        def add_stamp(self, where):
            self.stamps.append(where)

        def label(self):
            return f"{self.grams / 1000:.1f} kg to {self.address}, stamped by {', '.join(self.stamps)}"

    parcel = so.root["parcel"] = Parcel("Lisbon", 1500)
    parcel.add_stamp("main")
    print(so.spawn(describe_parcel).result())
    print("the same object here:", parcel.stamps == ["main", "worker"])
