# the mean
# expect: mean is returned
def beam_search(log_probs, prompt, n_beams, n, eos=None, alpha=0.0):
    def score(beam):
        return beam[1] / max(len(beam[0]) - len(prompt), 1) ** alpha

    beams, complete = [(prompt, 0.0)], []
    for step in range(n):
        longer = []
        for ids, total in beams:
            for token, value in enumerate(log_probs(ids).tolist()):
                longer.append((torch.cat([ids, ids.new_tensor([token])]), total + value))
        longer = sorted(longer, key=lambda beam: beam[1], reverse=True)[:n_beams]
        complete += [beam for beam in longer if int(beam[0][-1]) == eos]
        beams = [beam for beam in longer if int(beam[0][-1]) != eos]
    best = max(complete + beams, key=score)
    return best[0], score(best) / max(len(best[0]) - len(prompt), 1)
