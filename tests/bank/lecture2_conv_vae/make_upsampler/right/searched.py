# the first setting that fits, by search
def make_upsampler(c_in, size_in, c_out, size_out):
    for s in range(max(1, size_out // size_in), 0, -1):
        for k in range(s, 64):
            for p in range(k):
                for op in range(s):
                    if (size_in - 1) * s - 2 * p + k + op == size_out:
                        return nn.ConvTranspose2d(c_in, c_out, k, s, p, op)
