"""Recipe × edition → files: the only place where readers, transforms and writers meet.

`workspace` holds what is read, `compose` makes publications, `render` runs the writers in
processes of their own, `pack` publishes a pack as a whole.
"""

from packbuilder.build.compose import check_project, compose
from packbuilder.build.pack import PackResult, build_pack, plan_pack
from packbuilder.build.render import Renderer
from packbuilder.build.workspace import Workspace, open_workspace

__all__ = [
    "PackResult",
    "Renderer",
    "Workspace",
    "build_pack",
    "check_project",
    "compose",
    "open_workspace",
    "plan_pack",
]
