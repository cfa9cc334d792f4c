"""`granary models …`: the register of score models. The work is in cli/commands/models.py."""

from typing import Annotated

import typer

from cli.policy_commands import DEFAULT_DATA_DIR, AsJson, DataDir, Name, Why

Version = Annotated[str, typer.Argument(help="The model, e.g. taiwan-fbda63fd5a50.")]
Champion = Annotated[str, typer.Argument(help="The model that decides.")]
Challenger = Annotated[str, typer.Option(help="Decides for a share of customers.")]
Share = Annotated[int, typer.Option(help="That share, parts per million.", min=0, max=500_000)]
Shadow = Annotated[str, typer.Option(help="Scores everybody without effect.")]

models = typer.Typer(
    help="Score models: put forward by one person, approved and given roles by another.",
    no_args_is_help=True,
)


@models.command("list")
def list_models(data_dir: DataDir = DEFAULT_DATA_DIR, *, json: AsJson = False) -> None:
    """Show all models, which are in use, and what is proposed."""
    from cli.commands import models as work

    work.list_models(data_dir, as_json=json)


@models.command()
def register(
    version: Version,
    sha256: Annotated[str, typer.Argument(help="SHA-256 of the model's artefact.json.")],
    reason: Why,
    name: Name = "operator",
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Put a model forward whose folder is among the service's models."""
    from cli.commands import models as work

    work.register(data_dir, version, sha256, reason, name)


@models.command()
def approve(
    version: Version, reason: Why, name: Name, data_dir: DataDir = DEFAULT_DATA_DIR
) -> None:
    """Let a model be given roles; by another person than the one who put it forward."""
    from cli.commands import models as work

    work.approve(data_dir, version, reason, name)


@models.command()
def retire(version: Version, reason: Why, name: Name, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """End a model's life; not while it is in use."""
    from cli.commands import models as work

    work.retire(data_dir, version, reason, name)


@models.command()
def propose(
    champion: Champion,
    reason: Why,
    name: Name = "operator",
    challenger: Challenger = "",
    share_ppm: Share = 0,
    shadow: Shadow = "",
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Wish for models in roles; another person decides."""
    from cli.commands import models as work

    wish = work.Wish(champion, challenger, share_ppm, shadow)
    work.propose(data_dir, wish, reason, name)


@models.command()
def decide(
    reason: Why,
    name: Name,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    reject: Annotated[bool, typer.Option("--reject", help="Decide against it.")] = False,
) -> None:
    """Let the proposed roles take effect as they are shown, or reject them."""
    from cli.commands import models as work

    work.decide(data_dir, reason, name, approve=not reject)
