# B09: parents are not reordered
# expect: another beam than the one it extends
def beam_search(log_probs, prompt, n_beams, n, eos=None, alpha=0.0):
    def score(beam):
        return beam[1] / max(len(beam[0]) - len(prompt), 1) ** alpha

    beams, complete = [(prompt, 0.0)], []
    for step in range(n):
        longer = []
        for ids, total in beams:
            for token, value in enumerate(log_probs(ids).tolist()):
                longer.append((token, total + value))
        longer = sorted(longer, key=lambda beam: beam[1], reverse=True)[:n_beams]
        beams = [(torch.cat([beams[min(i, len(beams) - 1)][0], prompt.new_tensor([token])]), total) for i, (token, total) in enumerate(longer)]
    best = max(complete + beams, key=score)
    return best[0], score(best)
