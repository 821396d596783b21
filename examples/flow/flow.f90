! Four small flow problems on regular grids, each by an explicit or a relaxation scheme of second order.
!
!   usage: flow CASE.nml
!
! The case is a namelist (the defaults are below). Writes flow.his, the results, and prints a log. Ends with 0 when it has
! run to its end, 2 when the case is wrong, 77 when this machine lacks what the case asks for; a solution that blows up
! aborts the program. flow.awk does the same where there is no compiler.
program solve_flow
   implicit none
   integer, parameter :: dp = kind(1.0d0)
   real(dp), parameter :: pi = 3.14159265358979323846_dp
   real(dp), parameter :: gravity = 9.81_dp

   character(len=200) :: model = '', boundary = '', backend = 'cpu'
   integer :: cells = 40          ! intervals of the grid
   integer :: mode = 1            ! half waves of the basin's first state
   real(dp) :: length = 1         ! m
   real(dp) :: depth = 1          ! m, of the basin
   real(dp) :: velocity = 0       ! m/s, of the river
   real(dp) :: lid = 0            ! m/s, of the upper wall of the channel
   real(dp) :: viscosity = 1      ! m2/s
   real(dp) :: diffusivity = 1    ! m2/s
   real(dp) :: forcing = 0        ! m/s2, pressure gradient over density
   real(dp) :: width = 0.1        ! m, of the cloud that the river carries
   real(dp) :: duration = 1       ! s
   real(dp) :: courant = 0.5      ! part of the largest stable time step
   real(dp) :: omega = 1.5        ! relaxation factor
   real(dp) :: tolerance = 1e-12  ! largest change of a level in the last sweep
   namelist /flow/ model, boundary, backend, cells, mode, length, depth, velocity, lid, viscosity, diffusivity, &
      forcing, width, duration, courant, omega, tolerance

   integer :: unit, status
   character(len=1000) :: file, message

   interface ! the compiler's own abort would print a backtrace of addresses
      subroutine c_abort() bind(c, name='abort')
      end subroutine
   end interface

   call get_command_argument(1, file)
   open (newunit=unit, file=file, status='old', action='read', iostat=status, iomsg=message)
   if (status /= 0) call wrong(trim(message))
   read (unit, nml=flow, iostat=status, iomsg=message)
   if (status /= 0) call wrong(trim(file)//': '//trim(message))
   close (unit)
   if (cells < 20 .or. mod(cells, 20) /= 0) call wrong('cells: expected a multiple of 20')
   if (depth <= 0) call wrong('depth: expected a number above 0')
   if (backend /= 'cpu') then
      print '(3a)', 'there is no ', trim(backend), ' here'
      stop 77, quiet=.true.
   end if

   print '(4a)', 'flow 1.0 (Fortran), model ', trim(model), ', case ', trim(file)
   open (newunit=unit, file='flow.his', status='replace', action='write')
   call stamp()
   select case (model)
   case ('channel'); call channel()
   case ('advection'); call advection()
   case ('basin'); call basin()
   case ('levels'); call levels()
   case default; call wrong('model: expected channel, advection, basin or levels')
   end select
   close (unit)
   print '(a)', 'run completed'

contains

   !> Flow between two walls that starts from rest: du/dt = forcing + viscosity d2u/dy2.
   subroutine channel()
      real(dp) :: u(0:cells), before, here, dt, r
      integer :: i, n, steps
      dt = (length/cells)**2/(6*viscosity)
      steps = int(duration/dt) + 1
      dt = duration/steps
      r = viscosity*dt*(cells/length)**2
      u = 0
      u(cells) = lid
      do n = 1, steps
         before = u(0)
         do i = 1, cells - 1
            here = u(i)
            u(i) = here + r*(before - 2*here + u(i + 1)) + dt*forcing
            before = here
         end do
      end do
      write (unit, '(a)') '# y/m u/(m/s)'
      do i = 0, cells, cells/20
         write (unit, '(f10.6, es21.12)') i*(length/cells), u(i)
      end do
      call tell(steps, maxval(abs(u - [(channel_exact(i*(length/cells)), i=0, cells)])))
   end subroutine

   real(dp) function channel_exact(y) result(u)
      real(dp), intent(in) :: y
      real(dp) :: k
      integer :: n
      u = forcing/(2*viscosity)*y*(length - y) + lid*y/length
      do n = 1, 60
         k = n*pi/length
         if (mod(n, 2) == 1) u = u - 4*forcing/(viscosity*length*k**3)*sin(k*y)*exp(-viscosity*k**2*duration)
         u = u + 2*lid/(n*pi)*(-1)**n*sin(k*y)*exp(-viscosity*k**2*duration)
      end do
   end function

   !> A cloud that a river carries and spreads: dc/dt + velocity dc/dx = diffusivity d2c/dx2, Lax-Wendroff.
   subroutine advection()
      real(dp) :: c(0:cells), before, here, dt, a, b
      integer :: i, n, steps
      dt = courant/(velocity*cells/length + 2*diffusivity*(cells/length)**2)
      steps = int(duration/dt) + 1
      dt = duration/steps
      a = velocity*dt*cells/length
      b = diffusivity*dt*(cells/length)**2 + a*a/2
      c = [(cloud(i*(length/cells), 0.0_dp), i=0, cells)]
      do n = 1, steps
         before = c(0)
         do i = 1, cells - 1
            here = c(i)
            c(i) = here - a/2*(c(i + 1) - before) + b*(before - 2*here + c(i + 1))
            before = here
         end do
      end do
      write (unit, '(a)') '# x/m c'
      do i = 0, cells, cells/20
         write (unit, '(f10.3, es21.12)') i*(length/cells), c(i)
      end do
      call tell(steps, maxval(abs(c - [(cloud(i*(length/cells), duration), i=0, cells)])))
   end subroutine

   real(dp) function cloud(x, t)
      real(dp), intent(in) :: x, t
      real(dp) :: spread
      spread = width**2 + 2*diffusivity*t
      cloud = width/sqrt(spread)*exp(-(x - length/4 - velocity*t)**2/(2*spread))
   end function

   !> A standing wave in a closed basin: d2z/dt2 = gravity depth d2z/dx2, leapfrog.
   subroutine basin()
      real(dp) :: old(0:cells), now(0:cells), new(0:cells), celerity, dt, r, k
      integer :: i, n, steps, every
      celerity = sqrt(gravity*depth)
      dt = courant*length/cells/celerity
      every = int(duration/dt/40) + 1
      steps = 40*every
      dt = duration/steps
      if (courant > 1) dt = courant*length/cells/celerity
      r = (celerity*dt*cells/length)**2
      k = mode*pi/length
      now = [(sin(k*i*(length/cells)), i=0, cells)]
      now(0) = 0
      now(cells) = 0
      old = now
      old(1:cells - 1) = now(1:cells - 1) + r/2*(now(0:cells - 2) - 2*now(1:cells - 1) + now(2:cells))
      write (unit, '(a)') '# t/s z/m at 1/20, 1/4 and 2/5 of the basin'
      do n = 1, steps
         new = 0
         do i = 1, cells - 1
            new(i) = 2*now(i) - old(i) + r*(now(i - 1) - 2*now(i) + now(i + 1))
         end do
         old = now
         now = new
         if (maxval(abs(now)) > 1e6_dp) then
            write (0, '(a, i0)') 'the solution is unbounded in step ', n
            flush (0)
            call c_abort()
         end if
         if (mod(n, every) == 0) &
            write (unit, '(f12.6, 3es21.12)') n*dt, now(cells/20), now(cells/4), now(2*cells/5)
      end do
      call tell(steps, maxval(abs(now - [(cos(k*celerity*duration)*sin(k*i*(length/cells)), i=0, cells)])))
   end subroutine

   !> Ground-water levels between given ones: d2h/dx2 + d2h/dy2 = 0, successive over-relaxation.
   subroutine levels()
      real(dp) :: h(0:cells, 0:cells), change, largest, x, y, error
      integer :: i, j, sweeps, levels_unit
      h = 0
      h(:, cells) = [(sin(pi*i/cells), i=0, cells)]
      if (boundary /= '') then
         open (newunit=levels_unit, file=boundary, status='old', action='read', iostat=status, iomsg=message)
         if (status /= 0) call wrong(trim(message))
         read (levels_unit, *, iostat=status, iomsg=message) h(:, cells)
         if (status /= 0) call wrong(trim(boundary)//': '//trim(message))
         close (levels_unit)
      end if
      sweeps = 0
      do
         largest = 0
         do j = 1, cells - 1
            do i = 1, cells - 1
               change = omega*((h(i - 1, j) + h(i + 1, j) + h(i, j - 1) + h(i, j + 1))/4 - h(i, j))
               h(i, j) = h(i, j) + change
               largest = max(largest, abs(change))
            end do
         end do
         sweeps = sweeps + 1
         if (largest < tolerance) exit
      end do
      write (unit, '(a)') '# h/m, a line for each of 11 rows from the bottom'
      do j = 0, cells, cells/10
         write (unit, '(11es21.12)') h(0:cells:cells/10, j)
      end do
      error = 0
      do j = 0, cells
         do i = 0, cells
            x = real(i, dp)/cells
            y = real(j, dp)/cells
            error = max(error, abs(h(i, j) - sin(pi*x)*(exp(pi*y) - exp(-pi*y))/(exp(pi) - exp(-pi))))
         end do
      end do
      call tell(sweeps, error)
   end subroutine

   subroutine tell(steps, error)
      integer, intent(in) :: steps
      real(dp), intent(in) :: error
      print '(a, i0)', 'steps ', steps
      print '(a, es10.2)', 'largest error against the exact solution', error
   end subroutine

   subroutine stamp()
      integer :: t(8)
      call date_and_time(values=t)
      write (unit, '(a, i4, 2("-", i2.2), " ", i2.2, 2(":", i2.2))') '# flow 1.0, ', t(1:3), t(5:7)
   end subroutine

   subroutine wrong(what)
      character(len=*), intent(in) :: what
      write (0, '(a)') what
      stop 2, quiet=.true.
   end subroutine
end program
