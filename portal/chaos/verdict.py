"""What came of a run, in numbers first; complaints are whatever else had to hold and did not."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Verdict:
    """One run. `acknowledged` counts answers that clients got, `unknown` those that they never got."""

    name: str
    acknowledged: int = 0
    lost: int = 0
    duplicates: int = 0
    redeliveries: int = 0
    bound: int = 0
    kills: int = 0
    unknown: int = 0
    seconds: float = 0.0
    complaints: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Nothing lost, nothing twice, no more repeats than kills explain, and no complaint."""
        return not (self.lost or self.duplicates or self.redeliveries > self.bound or self.complaints)

    def insist(self, holds: object, otherwise: str) -> None:
        """Complain unless it holds."""
        if not holds:
            self.complaints.append(otherwise)

    def as_json(self) -> dict[str, object]:
        """The ten things that are said of a run."""
        return {
            "name": self.name,
            "acknowledged": self.acknowledged,
            "lost": self.lost,
            "duplicates": self.duplicates,
            "redeliveries": self.redeliveries,
            "bound": self.bound,
            "kills": self.kills,
            "unknown": self.unknown,
            "seconds": round(self.seconds, 1),
            "pass": self.passed,
        }

    def as_line(self) -> str:
        """The same for a person, and why it failed."""
        told = (
            f"{'✓' if self.passed else '✗'} {self.name:<9} {self.acknowledged:>6} acknowledged, {self.lost} lost, "
            f"{self.duplicates} twice, {self.redeliveries} repeated (at most {self.bound}), {self.kills} kills, "
            f"{self.unknown} unknown, {self.seconds:.0f} s"
        )
        return "\n".join([told, *(f"    {complaint}" for complaint in self.complaints)])


def as_json(verdicts: Sequence[Verdict]) -> str:
    """The whole for a machine."""
    runs = [verdict.as_json() for verdict in verdicts]
    return json.dumps({"runs": runs, "pass": all(verdict.passed for verdict in verdicts)}, indent=2)
