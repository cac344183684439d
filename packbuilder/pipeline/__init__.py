"""Project × edition → files: the only floor where readers, transforms, rules and writers meet.

`project` holds what is read, `edition` makes publications, `jobs` are the files to make, `plan`
lists those of a pack, `pool` has the processes that make them, `deliver` puts them in place, `run`
leads it all. Nothing is imported here, so that processes start before the rest is loaded.
"""
