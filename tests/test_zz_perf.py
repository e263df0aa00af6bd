import sys, time
from vistone.project.actions import import_batches
from tests.project.test_imports import *

async def test_measure(world, database):
    company = await world.company(); org=company.organizer
    real = import_batches.publish
    async def none(tx, *events): pass
    content=(BACKLOGS/"springxd.csv").read_bytes()
    for i in range(4):
        for label, pub in (("with", real), ("without", none)):
            import_batches.publish = pub
            t=time.perf_counter(); c=time.process_time()
            r=await imported(world, org, content, projectName=f"{label}{i}")
            print(f"MEASURE {label} {time.perf_counter()-t:.2f} s, cpu here {time.process_time()-c:.2f}", file=sys.stderr)
    import_batches.publish = real
