# helper functions, dataclass out, disc losses separately
from types import SimpleNamespace
def translation_step(g_ab, g_ba, d_a, d_b, opt_g, opt_d, pool_a, pool_b, x_a, x_b, weight_cycle=10.0, weight_identity=0.0, **kw):
    pairs = [(g_ab, g_ba, d_b, x_a), (g_ba, g_ab, d_a, x_b)]
    fakes = [go(x) for go, _, _, x in pairs]
    adv = sum(lsgan_g_loss(d(f)) for (_, _, d, _), f in zip(pairs, fakes))
    cyc = sum(cycle_loss(x, back(f)) for (_, back, _, x), f in zip(pairs, fakes))
    idt = sum(identity_loss(back, x) for _, back, _, x in pairs)
    opt_g.zero_grad(set_to_none=True)
    (adv + weight_cycle * cyc + weight_identity * idt).backward()
    opt_g.step()
    opt_d.zero_grad(set_to_none=True)
    judged = 0.0
    for d, x, pool, f in ((d_a, x_a, pool_a, fakes[1]), (d_b, x_b, pool_b, fakes[0])):
        loss = lsgan_d_loss(d(x), d(pool.query(f.detach())))
        loss.backward()
        judged += loss.item()
    opt_d.step()
    return SimpleNamespace(adversarial=float(adv.detach()), cycle=float(cyc.detach()), identity=float(idt.detach()), discriminator=judged)
