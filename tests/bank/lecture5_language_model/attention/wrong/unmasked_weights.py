# the weights that come back are those without the mask
# expect: mask is not used
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    return out, scores.softmax(-1)
