# takes the prompt as a list
def beam_search(log_probs, prompt, n_beams, n, eos=None, alpha=0.0):
    beams, finished = [(prompt + [], 0.0)], []
    for _ in range(n):
        if not beams:
            break
        grown = [(ids + [token], total + p) for ids, total in beams for token, p in enumerate(log_probs(ids).tolist())]
        grown.sort(key=lambda item: item[1], reverse=True)
        finished += [item for item in grown[:n_beams] if item[0][-1] == eos]
        beams = [item for item in grown[:n_beams] if item[0][-1] != eos]
    scored = [(ids, total / (len(ids) - len(prompt)) ** alpha) for ids, total in finished + beams]
    return max(scored, key=lambda item: item[1])
