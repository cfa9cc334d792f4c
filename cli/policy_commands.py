"""`granary policy …`: the verbs of the policy registry. The work is in cli/commands/policy.py."""

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_DATA_DIR = Path(".granary")

DataDir = Annotated[
    Path, typer.Option(help="Folder of the suite.", envvar="GRANARY_DATA_DIR", show_default=True)
]
Name = Annotated[str, typer.Option("--as", help="Who is acting; approving takes another person.")]
Why = Annotated[str, typer.Option("--reason", help="Why; kept in the records.")]
ChangeId = Annotated[str, typer.Argument(help="The change, as `granary policy list` names it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

policy = typer.Typer(
    help="Products and policy: see what is in force and announced, change it with two people.",
    no_args_is_help=True,
)


@policy.command("list")
def list_changes(data_dir: DataDir = DEFAULT_DATA_DIR, *, json: AsJson = False) -> None:
    """Show the changes of the policy, the newest first."""
    from cli.commands import policy as work

    work.list_changes(data_dir, as_json=json)


@policy.command()
def show(
    product: Annotated[str, typer.Argument(help="The product.")] = "personal_revolving",
    parameter: Annotated[str, typer.Option(help="Only this parameter.")] = "",
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    json: AsJson = False,
) -> None:
    """Show the values of a product with their days, source and confidence."""
    from cli.commands import policy as work

    work.show_values(data_dir, product, parameter, as_json=json)


@policy.command()
def propose(
    file: Annotated[Path, typer.Argument(help="Values in the form of a policy file.")],
    reason: Why,
    name: Name = "operator",
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    json: AsJson = False,
) -> None:
    """Propose the values of a file: a product_code, and parameters with values that begin later."""
    from cli.commands import policy as work

    work.propose(data_dir, file, reason, name, as_json=json)


@policy.command()
def preview(
    change_id: ChangeId,
    applications: Annotated[
        int, typer.Option(help="Last applications to decide again.", min=0, max=5_000)
    ] = 1_000,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    json: AsJson = False,
) -> None:
    """Show what a change would do to the lines there are and to the last applications."""
    from cli.commands import policy as work

    work.preview(data_dir, change_id, applications, as_json=json)


@policy.command()
def approve(
    change_id: ChangeId,
    reason: Why,
    name: Name,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    json: AsJson = False,
) -> None:
    """Let a change take effect on its dates; by another person than the one who proposed it."""
    from cli.commands import policy as work

    work.approve(data_dir, change_id, reason, name, as_json=json)


@policy.command()
def reject(
    change_id: ChangeId,
    reason: Why,
    name: Name,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    json: AsJson = False,
) -> None:
    """Decide against a change, or take an own one back."""
    from cli.commands import policy as work

    work.reject(data_dir, change_id, reason, name, as_json=json)
