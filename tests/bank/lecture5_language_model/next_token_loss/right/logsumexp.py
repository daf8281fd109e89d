# logsumexp minus the target's logit
def next_token_loss(logits, targets, ignore_index=-100):
    keep = targets.ne(ignore_index)
    chosen = torch.gather(logits, 2, targets.clamp(0, logits.shape[-1] - 1)[..., None])[..., 0]
    return (torch.logsumexp(logits, -1) - chosen)[keep].mean()
