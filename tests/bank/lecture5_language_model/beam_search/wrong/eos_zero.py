# `if eos` takes an end token of 0 for none
# expect: an eos of 0
def beam_search(log_probs, prompt, n_beams, n, eos=None, alpha=0.0):
    live, done = [(0.0, prompt)], []
    for _ in range(n):
        c = [(s + float(l), torch.cat([r, torch.tensor([v])])) for s, r in live for v, l in enumerate(log_probs(r))]
        c = sorted(c, key=lambda p: -p[0])[:n_beams]
        done += [p for p in c if eos and p[1][-1] == eos]
        live = [p for p in c if not eos or p[1][-1] != eos]
    s, r = max(done + live, key=lambda p: p[0] / (len(p[1]) - len(prompt)) ** alpha)
    return r, s / (len(r) - len(prompt)) ** alpha
