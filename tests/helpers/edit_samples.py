"""A small project with a document that has pieces of every kind, to be edited in Word."""

from __future__ import annotations

from pathlib import Path

from helpers.projects import HEAD, PROGRAMME, make_project

BODY = """\
# Morning sessions {#morning}

The gathering begins in the **large** orchard. Visitors receive a lantern at the entrance.

Somebody explains the harvest. Everybody listens without hurry.[^1]

Gentle music follows after a pause. Children may dance around the fountain.

Neighbours bring freshly baked bread. Cheese comes from nearby farms.

Evening falls slowly over distant hills. Owls begin calling.

## Quiet corners

Read the [printed leaflet](https://example.org/leaflet) before breakfast.

- Bring a sturdy umbrella.
- Carry some boiled potatoes.
- Borrow another blanket.
- Leave valuable jewels elsewhere.

1. Climb the wooden ladder.
2. Gather ripened cherries.
3. Descend with caution.
4. Share whatever remains.

![A sketch of the meadow beside the river](images/plan.svg)

::: callout {title="Thunder warning"}
Shelter inside the barn during lightning.
:::

::: table {caption="Who carries which basket"}
| Name | Duty |
|---|---|
| Amelia | watering plants |
| Bertram | feeding chickens |
| Cordelia | mending fences |
| Dorothea | painting shutters |
:::

Orchard

: A garden where trees bear fruit.

Scythe

: A blade for cutting grass.

## Closing {#closing}

It ends with a bonfire.[^2] Nobody should wander home alone.

[^1]: Harvest customs differ between valleys.

[^2]: Firewood comes from fallen branches.
"""


def sample_project(folder: Path) -> Path:
    """Make the project."""
    return make_project(folder, {PROGRAMME: HEAD + BODY})
