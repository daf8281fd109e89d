# stops at once where eos occurs anywhere in the row, the prompt included
# expect: an eos in the prompt
def beam_search(log_probs, prompt, n_beams, n, eos=None, alpha=0.0):
    live, done = [(0.0, prompt)], []
    for _ in range(n):
        c = [(s + float(l), torch.cat([r, torch.tensor([v])])) for s, r in live for v, l in enumerate(log_probs(r))]
        c = sorted(c, key=lambda p: -p[0])[:n_beams]
        done += [p for p in c if eos is not None and bool((p[1] == eos).any())]
        live = [p for p in c if eos is None or not bool((p[1] == eos).any())]
    s, r = max(done + live, key=lambda p: p[0] / (len(p[1]) - len(prompt)) ** alpha)
    return r, s / (len(r) - len(prompt)) ** alpha
