import json, asyncpg, msgspec
from uuid import uuid4
from vistone.services import SERVICES
from vistone.kernel.wire import camel
from vistone.kernel.events import LoggedEvent, Position, decode
M="/api/monitoring"; K="/api/knowledge"
MINE=("knowledge","notification","monitoring","ai_engine")
async def test_extremes(world):
    o=(await world.company()).organizer
    kpi=await o.post(f"{M}/kpi-definitions",{"name":"x"})
    for t in ("0001-01-01T00:00:00+14:00","9999-12-31T23:59:59-12:00","0001-01-01T00:00:00Z","9999-12-31T23:59:59.999999Z","2026-02-30T00:00:00Z","1969-12-31T23:59:60Z"):
        a=await o.send("POST",f"{M}/kpi-measurements",json={"kpiId":kpi["id"],"value":1,"measuredAt":t})
        print(t,a.status_code,a.text[:150])
    for q in ("measuredAtAfter=0001-01-01T00:00:00%2B14:00","measuredAtBefore=9999-12-31T23:59:59-12:00","kpiId=x","sort=kpi","kpiId=","value=1","limit=0","cursor=abc","q=x"):
        a=await o.send("GET",f"{M}/kpi-measurements?{q}"); print(q,a.status_code,a.text[:140])
    for q in ("version=99999999999","version=1.5","wikiPageId=null"):
        a=await o.send("GET",f"{K}/wiki-page-versions?{q}"); print(q,a.status_code,a.text[:140])
    deep="["*900+"]"*900
    a=await o.send("POST",f"{M}/dashboards",content='{"userId":"%s","name":"x","layout":%s}'%(o.id,deep),headers={"Content-Type":"application/json"}); print("deep",a.status_code,a.text[:150])
    a=await o.send("POST",f"{M}/dashboards",content='{"userId":"%s","name":"x","layout":{"a":1e400}}'%(o.id),headers={"Content-Type":"application/json"}); print("1e400 in json",a.status_code,a.text[:150])
    a=await o.send("POST",f"{M}/dashboards",content='{"userId":"%s","name":"x","layout":{"a":"\\u0000"}}'%(o.id),headers={"Content-Type":"application/json"}); print("nul in json",a.status_code,a.text[:250])
    a=await o.send("POST",f"{M}/dashboards",content='{"userId":"%s","name":"x","layout":{"a":"\\ud800"}}'%(o.id),headers={"Content-Type":"application/json"}); print("surrogate",a.status_code,a.text[:250])
    a=await o.send("POST",f"{M}/dashboards",content=('{"userId":"%s","name":"x","layout":{"a":%s}}'%(o.id,"9"*400)),headers={"Content-Type":"application/json"}); print("bigint",a.status_code,a.text[:250])
    a=await o.send("POST",f"{K}/wiki-pages",json={"title":"é"*500,"content":"x"*200_000}); print(a.status_code)
    a=await o.send("POST",f"{K}/wiki-pages",json={"title":"x","content":"x"*200_001}); print(a.status_code, a.text[:100])
    a=await o.send("POST",f"{K}/wiki-pages",json={"title":"x","content":"x"*10_000_000}); print(a.status_code, a.text[:100])
    a=await o.send("POST",f"{K}/wiki-pages",json={"title":"k"},headers={"Idempotency-Key":"1"}); b=await o.send("POST",f"{K}/wiki-pages",json={"title":"k"},headers={"Idempotency-Key":"1"}); print(a.json()["id"]==b.json()["id"], a.headers.get("etag"), b.headers.get("etag"))

async def test_spec(world, database):
    models=json.load(open("/work/shared/spec/models.json")); api=(await (await world.company()).organizer.get("/schema/openapi.json"))
    kinds={"String (UUID)":"uuid","String":"text","Int":"integer","Float":"double precision","Boolean":"boolean","DateTime":"timestamp with time zone","Json":"jsonb","vector(1024)":"USER-DEFINED"}
    c=await asyncpg.connect(database.admin)
    for service in models:
        if service["schema"] not in MINE: continue
        for m in service["models"]:
            cols={r["column_name"]:r for r in await c.fetch("select * from information_schema.columns where table_schema=$1 and table_name=$2",service["schema"],m["table"])}
            for f in m["fields"]:
                snake="".join("_"+x.lower() if x.isupper() else x for x in f["name"])
                col=cols[snake]
                want=kinds[f["type"]]
                if f["name"].endswith("Id"): want="uuid"
                if col["data_type"]!=want: print("TYPE",m["name"],f["name"],col["data_type"],want)
                if (col["is_nullable"]=="YES")!=f["optional"]: print("NULL",m["name"],f["name"],col["is_nullable"])
                if "default" in f and str(f["default"]) not in str(col["column_default"]): print("DEF",m["name"],f, col["column_default"])
                sch=api["components"]["schemas"][m["name"]]["properties"]
                if f["name"] not in sch: print("API",m["name"],f["name"])
            ops={"read":[("get",""),("get","/{id}")],"create":[("post","")],"update":[("patch","/{id}")],"delete":[("delete","/{id}")]}
            want={(v,m["path"]+s) for verb in m["verbs"] for v,s in ops[verb]}
            have={(v,p) for p,item in api["paths"].items() if p in (m["path"],m["path"]+"/{id}") for v in item if v in ("get","post","patch","delete")}
            if want!=have: print("OPS",m["name"],want^have)
            create=api["components"]["schemas"].get(m["name"]+"Create")
            if create: print(m["name"],"required:",create.get("required"))
    print(json.dumps(api["components"]["schemas"]["AutomationRuleCreate"])); print(json.dumps(api["components"]["schemas"]["RagEmbedding"])[:600]); print(json.dumps(api["components"]["schemas"]["DocumentCreate"]))
    print(json.dumps(api["components"]["schemas"]["NotificationTemplate"])[:700]);
    await c.close()

async def test_events(database):
    kinds={e.type():e for s in SERVICES for e in s.events}
    c=await asyncpg.connect(database.admin)
    n={}
    for r in await c.fetch("select * from platform.events"):
        if r["type"].split(".")[0] in MINE:
            payload=json.loads(r["payload"]); msgspec.convert(payload,kinds[r["type"]]); n[r["type"]]=r["topics"]
    for k,v in sorted(n.items()): print(k,v)
    print(len(n), [k for k in kinds if k.split(".")[0] in MINE and k not in n])
    await c.close()
