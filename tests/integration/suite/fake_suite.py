"""A plan of two fake processes on real embedded servers."""

from pathlib import Path

from cli.suite.plan import ProcessPlan, Surroundings

MODULE = ("tests.integration.suite.fake_process",)


def fake_plan(around: Surroundings) -> tuple[ProcessPlan, ...]:
    return tuple(
        ProcessPlan(
            name=name,
            module=MODULE,
            env={
                "FAKE_NAME": name,
                "FAKE_ADDRESS": around.address(name),
                "FAKE_NOTES": str(around.data_dir / "notes"),
            },
            ready_address=around.address(name),
            stage=stage,
            migrates=name == "lending",
        )
        for name, stage in (("lending", 1), ("gateway", 2))
    )


def notes(data_dir: Path) -> list[str]:
    return (data_dir / "notes").read_text().splitlines()
