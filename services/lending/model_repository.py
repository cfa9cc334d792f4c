"""What is asked of lending's tables about score models, without a lock."""

from chassis.database import Pool
from services.lending.domain.model_register import ROSTER_ID, ModelRoster, ModelVersion
from services.lending.repository import MODEL_ROSTERS, MODEL_VERSIONS


class ModelRepository:
    """Reads of the model register."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def roster(self) -> ModelRoster:
        """The models in use; an empty roster before the first change."""
        row = await self._pool.fetchrow(
            f"select {MODEL_ROSTERS.column_list} from model_roster where roster_id = $1",  # noqa: S608 - names come from the code
            ROSTER_ID,
        )
        return ModelRoster() if row is None else MODEL_ROSTERS.from_row(row)

    async def models(self) -> list[ModelVersion]:
        """All models, the newest first; there are few."""
        rows = await self._pool.fetch(
            f"select {MODEL_VERSIONS.column_list} from model_version "  # noqa: S608 - names come from the code
            "order by registered_at desc, model_id limit 1000"
        )
        return [MODEL_VERSIONS.from_row(row) for row in rows]
