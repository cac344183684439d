"""Recipe × edition → files: the only place where readers, transforms and writers meet.

`workspace` holds what is read, `compose` makes publications, `jobs` are the files to make,
`workers` the processes that make them, `pack` plans a pack, `delivery` puts it in place, `run`
leads it all. Nothing is imported here, so that processes start before the rest is loaded.
"""
