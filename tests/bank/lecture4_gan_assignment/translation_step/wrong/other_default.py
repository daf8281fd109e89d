# the identity loss has the default weight 5
# expect: defaults are
def translation_step(g_ab, g_ba, d_a, d_b, opt_g, opt_d, pool_a, pool_b, x_a, x_b, weight_cycle=10.0, weight_identity=5.0):
    fake_a, fake_b = g_ba(x_b), g_ab(x_a)
    adversarial = lsgan_g_loss(d_a(fake_a)) + lsgan_g_loss(d_b(fake_b))
    cycle = cycle_loss(x_a, g_ba(fake_b)) + cycle_loss(x_b, g_ab(fake_a))
    identity = identity_loss(g_ba, x_a) + identity_loss(g_ab, x_b)
    opt_g.zero_grad()
    (adversarial + weight_cycle * cycle + weight_identity * identity).backward()
    opt_g.step()

    old_a, old_b = pool_a.query(fake_a.detach()), pool_b.query(fake_b.detach())
    judged = lsgan_d_loss(d_a(x_a), d_a(old_a)) + lsgan_d_loss(d_b(x_b), d_b(old_b))
    opt_d.zero_grad()
    judged.backward()
    opt_d.step()
    losses = {"adversarial": adversarial, "cycle": cycle, "identity": identity, "discriminator": judged}
    return {name: loss.item() for name, loss in losses.items()}
