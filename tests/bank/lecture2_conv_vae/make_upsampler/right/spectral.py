# spectral norm and a ReLU at the end
from torch.nn.utils.parametrizations import spectral_norm


def make_upsampler(c_in, size_in, c_out, size_out):
    s = size_out // size_in
    return nn.Sequential(spectral_norm(nn.ConvTranspose2d(c_in, c_out, size_out - (size_in - 1) * s, s)), nn.ReLU())
