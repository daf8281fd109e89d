# gradients of G clipped
# expect: gradients are clipped
def translation_step(g_ab, g_ba, d_a, d_b, opt_g, opt_d, pool_a, pool_b, x_a, x_b, weight_cycle=10.0, weight_identity=0.0):
    fake_a, fake_b = g_ba(x_b), g_ab(x_a)
    adversarial = lsgan_g_loss(d_a(fake_a)) + lsgan_g_loss(d_b(fake_b))
    cycle = cycle_loss(x_a, g_ba(fake_b)) + cycle_loss(x_b, g_ab(fake_a))
    identity = identity_loss(g_ba, x_a) + identity_loss(g_ab, x_b)
    opt_g.zero_grad(); (adversarial + weight_cycle * cycle + weight_identity * identity).backward()
    nn.utils.clip_grad_norm_(list(g_ab.parameters()) + list(g_ba.parameters()), 0.1)
    opt_g.step()
    judged = lsgan_d_loss(d_a(x_a), d_a(pool_a.query(fake_a.detach()))) + lsgan_d_loss(d_b(x_b), d_b(pool_b.query(fake_b.detach())))
    opt_d.zero_grad(); judged.backward(); opt_d.step()
    return {"adversarial": adversarial.item(), "cycle": cycle.item(), "identity": identity.item(), "discriminator": judged.item()}
